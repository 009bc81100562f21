.DEFAULT_GOAL := help
help:
	@echo "make run | test | bench | lint"
