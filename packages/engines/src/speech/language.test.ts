import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LanguageTracker } from './language.ts';

test('a doubtful window is written in the language of the recording', () => {
  const tracker = new LanguageTracker();
  assert.equal(tracker.main(), undefined);
  tracker.decide([detected('es', 0.99), detected('pt', 0.01)], 30);
  const decision = tracker.decide([detected('pt', 0.6), detected('es', 0.4)], 5);
  assert.deepEqual(decision, detected('es', 0.4));
});

test('a window that is surely in another language is written in that one', () => {
  const tracker = new LanguageTracker();
  tracker.decide([detected('es', 0.99), detected('fr', 0.01)], 30);
  assert.equal(tracker.decide([detected('fr', 0.95), detected('es', 0.05)], 20).language, 'fr');
  const { language, probability } = tracker.main()!;
  assert.equal(language, 'es');
  assert.ok(probability > 0.55 && probability < 0.65);
});

function detected(language: string, probability: number) {
  return { language, probability };
}
