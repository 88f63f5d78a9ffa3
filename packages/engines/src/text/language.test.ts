import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';

test('the language of a few sentences is told', () => {
  const samples = {
    en: 'The ferry leaves the northern quay at a quarter past seven and returns before the evening bells.',
    de: 'Die Fähre verlässt den nördlichen Kai um Viertel nach sieben und kehrt vor dem Abendläuten zurück.',
    fr: 'Le bac quitte le quai du nord à sept heures et quart et revient avant les cloches du soir.',
    es: 'El transbordador sale del muelle norte a las siete y cuarto y vuelve antes de las campanas de la tarde.',
  };
  for (const [language, text] of Object.entries(samples)) assert.equal(languageOf(text), language);
});

test('numbers, names and short texts have no language', () => {
  assert.equal(languageOf('TOTAL 27.90'), undefined);
  assert.equal(languageOf('Invoice 2024-0381'), undefined);
});
