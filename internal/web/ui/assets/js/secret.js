// SPDX-License-Identifier: EUPL-1.2
// Lets a person see the password that they are typing.

for (const box of document.querySelectorAll('[data-secret]')) {
  const field = box.querySelector('input');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'nl-button nl-button--subtle rg-secret__show';
  button.textContent = box.dataset.show;
  button.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-controls', field.id);
  button.addEventListener('click', () => {
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.textContent = shown ? box.dataset.show : box.dataset.hide;
    button.setAttribute('aria-pressed', String(!shown));
  });
  // Browsers and password managers must see a password, not a text.
  field.form?.addEventListener('submit', () => { field.type = 'password'; });
  field.parentElement.append(button);
}
