import { formatItems, formatPercent, formatTimestamp, useFocus, useFocusStore } from '@filemill/ui';
import { useMemo } from 'react';
import { findingId, findings } from '../model/pieces.ts';
import type { Results } from '../model/results.ts';
import { usePlayer } from '../media/player.ts';
import { guessesOf } from '../model/guesses.ts';
import { PanelBar } from './PanelBar.tsx';
import { pieceHandlers } from './piece-handlers.ts';
import { usePieceKeys } from './use-piece-keys.ts';
import { VirtualRows } from './VirtualRows.tsx';
import classes from './results.module.css';

type FindingsTab = 'labels' | 'faces' | 'moderation';

const NOTES: Record<FindingsTab, string | undefined> = {
  labels: undefined,
  faces: 'What is said of a person is a guess by a model, often wrong.',
  moderation: 'Hints for a person to review, never a verdict.',
};

const NOUNS: Record<FindingsTab, string> = { labels: 'label', faces: 'face', moderation: 'hint' };

/** Labels, faces or moderation hints: what, how sure, and where or when. */
export function FindingsPanel({ results, tab }: { results: Results; tab: FindingsTab }) {
  const store = useFocusStore();
  const player = usePlayer();
  const rows = useMemo(() => toRows(results, tab), [results, tab]);
  usePieceKeys(useMemo(() => rows.map(({ id }) => id), [rows]));
  const handlers = pieceHandlers(store);
  return (
    <>
      <PanelBar summary={formatItems(rows.length, NOUNS[tab])} />
      {NOTES[tab] && <p className={classes.note}>{NOTES[tab]}</p>}
      <VirtualRows
        label={tab}
        rows={rows}
        estimate={44}
        rowOf={(id) => rows.findIndex((row) => row.id === id)}
        {...handlers}
        render={(row) => (
          <FindingRow {...row} onSeek={row.start === undefined ? undefined : () => player.seek(row.start!)} />
        )}
      />
    </>
  );
}

interface Row {
  id: string;
  name: string;
  confidence: number;
  start?: number;
  guesses: string[];
}

function toRows(results: Results, tab: FindingsTab): Row[] {
  return findings(results, tab).map(({ caption, confidence, start }, index) => ({
    id: findingId(tab, index, start === undefined ? 1 : 0),
    name: caption,
    confidence,
    start,
    guesses: tab === 'faces' ? guessesOf(results.faces!.faces[index]!) : [],
  }));
}

function FindingRow({ id, name, confidence, start, guesses, onSeek }: Row & { onSeek?: () => void }) {
  const lit = useFocus(({ hovered, selected }) =>
    hovered === id ? 'hovered' : selected === id ? 'selected' : undefined,
  );
  return (
    <button type="button" className={classes.finding} data-piece={id} data-lit={lit} onClick={onSeek}>
      <span className={classes.findingName}>
        {name}
        {guesses.length > 0 && <span className={classes.guesses}>{guesses.join(', ')}</span>}
      </span>
      {start !== undefined && <span className={classes.time}>{formatTimestamp(start)}</span>}
      <span className={classes.sure} title="How sure the model is">
        <span className={classes.sureBar} style={{ transform: `scaleX(${confidence})` }} />
      </span>
      <span className={classes.percent}>{formatPercent(confidence)}</span>
    </button>
  );
}
