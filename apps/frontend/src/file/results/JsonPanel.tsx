import { formatBytes } from '@filemill/ui';
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ANALYSIS_WORDS } from '../../new-job/options.ts';
import type { Analysis } from '../../api/types.ts';
import type { Results } from '../model/results.ts';
import { saveText } from '../save.ts';
import { PanelBar } from './PanelBar.tsx';
import { VirtualRows } from './VirtualRows.tsx';
import classes from './results.module.css';

/** The results as they are, one analysis at a time. */
export function JsonPanel({ results, fileName }: { results: Results; fileName: string }) {
  const analyses = Object.keys(results) as Analysis[];
  const [chosen, setChosen] = useState(analyses[0]);
  const result = chosen && results[chosen];
  const json = useMemo(() => JSON.stringify(result, null, 2), [result]);
  const lines = useMemo(() => json.split('\n'), [json]);
  const name = `${fileName}.${chosen}.json`;
  return (
    <>
      <PanelBar summary={formatBytes(json.length)}>
        {analyses.length > 1 && (
          <Select
            size="xs"
            w={150}
            aria-label="Analysis"
            allowDeselect={false}
            value={chosen}
            onChange={(value) => value && setChosen(value)}
            data={analyses.map((analysis) => ({ value: analysis, label: ANALYSIS_WORDS[analysis].title }))}
          />
        )}
        <Tooltip label={`Save as ${name}`}>
          <ActionIcon aria-label={`Save as ${name}`} onClick={() => saveText(json, name, 'application/json')}>
            <IconDownload size={17} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </PanelBar>
      <VirtualRows
        key={chosen}
        label="JSON"
        rows={lines}
        estimate={19}
        render={(line) => <code className={classes.json}>{line}</code>}
      />
    </>
  );
}
