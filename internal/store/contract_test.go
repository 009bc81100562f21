// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"testing"

	"regie/internal/store/storetest"
)

func TestContract(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { storetest.Contract(t, storetest.SQLiteDSN) })
	t.Run("postgres", func(t *testing.T) { storetest.Contract(t, storetest.PostgresDSN) })
}
