import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessAge, guessExpression, guessGender } from './face-traits.ts';

test('an age is the mean of the ages, and as sure as the probability of those near to it', () => {
  const sure = Array.from({ length: 100 }, (_, age) => (age === 34 || age === 36 ? 0.5 : 0));
  assert.deepEqual(guessAge(sure), { ageGuess: { years: 35, confidence: 1 } });
  const torn = Array.from({ length: 100 }, (_, age) => (age === 20 || age === 60 ? 0.5 : 0));
  assert.deepEqual(guessAge(torn), { ageGuess: { years: 40, confidence: 0 } });
});

test('a guess of gender needs more than chance', () => {
  assert.deepEqual(guessGender(0.75), { genderGuess: { value: 'male', confidence: 0.75 } });
  assert.deepEqual(guessGender(0.25), { genderGuess: { value: 'female', confidence: 0.75 } });
  assert.deepEqual(guessGender(0.6), {});
});

test('an expression is named when it has the better half of the probability', () => {
  assert.deepEqual(guessExpression([0, 0, 0, 0.75, 0, 0, 0.25]), {
    expressionGuess: { value: 'happy', confidence: 0.75 },
  });
  assert.deepEqual(guessExpression([0.2, 0, 0, 0.4, 0.2, 0, 0.2]), {});
});
