import { formatBytes, formatDuration, formatItems, RelativeTime, StateBadge } from '@filemill/ui';
import type { ReactNode } from 'react';
import type { FileDetail } from '../../api/types.ts';
import { fileState } from '../../api/state.ts';
import { typeName } from '../../job/describe-file.ts';
import { ANALYSIS_WORDS } from '../../new-job/options.ts';
import type { Results } from '../model/results.ts';
import classes from './results.module.css';

/** What the file is, who read it, and each attempt. */
export function HistoryPanel({ detail, results }: { detail: FileDetail; results: Results }) {
  const { file, attempts } = detail;
  const { media } = file;
  return (
    <div className={classes.history} tabIndex={0} role="region" aria-label="History">
      <Section title="File">
        <Fact name="Name">
          <bdi>{file.name}</bdi>
        </Fact>
        <Fact name="Size">{formatBytes(file.size)}</Fact>
        {media && <Fact name="Type by content">{typeName(media.mediaType)}</Fact>}
        {media?.videoCodec && <Fact name="Picture">{media.videoCodec}</Fact>}
        {media?.audioCodec && <Fact name="Sound">{media.audioCodec}</Fact>}
        {media && (
          <Fact name="SHA-256">
            <code className={classes.hash}>{media.sha256}</code>
          </Fact>
        )}
      </Section>
      {Object.values(results).length > 0 && (
        <Section title="Analyses">
          {Object.values(results).map(({ analysis, engine, seconds }) => (
            <Fact key={analysis} name={ANALYSIS_WORDS[analysis].title}>
              {engine.name} {engine.version}, {formatDuration(seconds)}
            </Fact>
          ))}
          {file.failures.map(({ analysis, error }) => (
            <Fact key={analysis} name={ANALYSIS_WORDS[analysis].title}>
              <span className={classes.error}>
                {error.message} ({error.code})
              </span>
            </Fact>
          ))}
        </Section>
      )}
      <Section title={formatItems(attempts.length, 'attempt')}>
        {attempts.map(({ attempt, startedAt, endedAt, error }) => (
          <Fact key={attempt} name={`Attempt ${attempt}`}>
            <RelativeTime iso={startedAt} />
            {endedAt && `, ${formatDuration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)}`}
            {error && (
              <span className={classes.error}>
                {' '}
                {error.message} ({error.code})
              </span>
            )}
          </Fact>
        ))}
        <Fact name="Now">
          <StateBadge state={fileState(file.state)} since={file.since} plain />
        </Fact>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={classes.sectionTitle}>{title}</h3>
      <dl className={classes.factList}>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
