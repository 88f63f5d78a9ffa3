import type { Analysis, AnalysisOptions } from '../api/types.ts';

/** Each analysis in plain words. */
export const ANALYSIS_WORDS: Record<Analysis, { title: string; meaning: string }> = {
  text: { title: 'Text', meaning: 'Words, tables and form fields in documents and pictures' },
  transcript: { title: 'Speech', meaning: 'What is said in recordings and videos, word by word' },
  labels: { title: 'Things', meaning: 'What pictures and videos show' },
  faces: { title: 'Faces', meaning: 'Where faces are, with guesses about them' },
  moderation: { title: 'Sensitive content', meaning: 'Hints for a person to review, never a verdict' },
};

export const ANALYSES = Object.keys(ANALYSIS_WORDS) as Analysis[];

/** Languages that text can be read in; speech finds its language by itself. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ar', 'ja', 'zh'] as const;

/** As many as the API takes. */
export const MAX_LANGUAGES = 4;

const names = new Intl.DisplayNames('en', { type: 'language' });

export const languageName = (code: string): string => names.of(code) ?? code;

/** What the API is asked for: what is left at its default is left out. */
export function toOptions(analyses: Analysis[], languages: string[]): AnalysisOptions {
  return {
    ...(analyses.length < ANALYSES.length && { analyses }),
    ...(languages.length > 0 && { languages }),
  };
}
