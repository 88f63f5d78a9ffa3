import { Checkbox, MultiSelect } from '@mantine/core';
import type { Analysis } from '../api/types.ts';
import { ANALYSES, ANALYSIS_WORDS, languageName, LANGUAGES, MAX_LANGUAGES } from './options.ts';
import classes from './NewJobDialog.module.css';

interface OptionFieldsProps {
  analyses: Analysis[];
  languages: string[];
  onAnalyses: (analyses: Analysis[]) => void;
  onLanguages: (languages: string[]) => void;
}

/** What to look for, and in which languages. */
export function OptionFields({ analyses, languages, onAnalyses, onLanguages }: OptionFieldsProps) {
  const toggle = (analysis: Analysis, on: boolean) =>
    onAnalyses(ANALYSES.filter((a) => (a === analysis ? on : analyses.includes(a))));
  return (
    <>
      <fieldset className={classes.fieldset}>
        <legend className={classes.legend}>Look for</legend>
        <div className={classes.choices}>
          {ANALYSES.map((analysis) => (
            <Checkbox
              key={analysis}
              size="sm"
              label={ANALYSIS_WORDS[analysis].title}
              description={ANALYSIS_WORDS[analysis].meaning}
              checked={analyses.includes(analysis)}
              onChange={(event) => toggle(analysis, event.currentTarget.checked)}
            />
          ))}
        </div>
      </fieldset>
      <MultiSelect
        label="Languages of the text"
        description="Most likely first. Speech finds its language by itself."
        placeholder={languages.length === 0 ? languageName('en') : undefined}
        data={LANGUAGES.map((code) => ({ value: code, label: languageName(code) }))}
        value={languages}
        maxValues={MAX_LANGUAGES}
        onChange={onLanguages}
        searchable
        clearable
      />
    </>
  );
}
