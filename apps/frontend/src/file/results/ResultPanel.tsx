import { formatCount } from '@filemill/ui';
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FileDetail } from '../../api/types.ts';
import { countFindings, type Results } from '../model/results.ts';
import type { Tab } from '../search.ts';
import { FieldsPanel } from './FieldsPanel.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { JsonPanel } from './JsonPanel.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { TablesPanel } from './TablesPanel.tsx';
import { TextPanel } from './TextPanel.tsx';
import { TranscriptPanel } from './TranscriptPanel.tsx';
import classes from './results.module.css';

const TITLES: Record<Tab, string> = {
  text: 'Text',
  transcript: 'Transcript',
  tables: 'Tables',
  fields: 'Fields',
  labels: 'Labels',
  faces: 'Faces',
  moderation: 'Moderation',
  json: 'JSON',
  history: 'History',
};

/** Counted in the tab's name; the number of pages with text says nothing. */
const COUNTED = ['tables', 'fields', 'labels', 'faces', 'moderation'] as const;

interface ResultPanelProps {
  detail: FileDetail;
  results: Results;
  tabs: Tab[];
  tab: Tab;
  onTab: (tab: Tab) => void;
}

/** What was found in the file, a tab for each kind of finding. */
export function ResultPanel({ detail, results, tabs, tab, onTab }: ResultPanelProps) {
  const counts: Partial<Record<Tab, number>> = countFindings(results);
  const isCounted = (name: Tab) => COUNTED.some((counted) => counted === name);
  return (
    <Tabs className={classes.panel} value={tab} onChange={(value) => onTab(value as Tab)} keepMounted={false}>
      <Tabs.List className={classes.tabs}>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name} className={classes.tab}>
            {TITLES[name]}
            {isCounted(name) && <span className={classes.count}>{formatCount(counts[name] ?? 0)}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} className={classes.body}>
        {panelOf(tab, detail, results)}
      </Tabs.Panel>
      <SelectionBar />
    </Tabs>
  );
}

function panelOf(tab: Tab, detail: FileDetail, results: Results): ReactNode {
  const fileName = detail.file.name.slice(detail.file.name.lastIndexOf('/') + 1);
  if (tab === 'text') return <TextPanel {...{ results, fileName }} />;
  if (tab === 'tables') return <TablesPanel {...{ results, fileName }} />;
  if (tab === 'fields') return <FieldsPanel {...{ results, fileName }} />;
  if (tab === 'json') return <JsonPanel {...{ results, fileName }} />;
  if (tab === 'history') return <HistoryPanel {...{ detail, results }} />;
  if (tab === 'transcript') {
    return results.transcript && <TranscriptPanel transcript={results.transcript} fileName={fileName} />;
  }
  return <FindingsPanel key={tab} {...{ results, tab }} />;
}
