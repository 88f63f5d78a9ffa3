import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import classes from './KeysHelp.module.css';

const GROUPS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['Ctrl', 'K'], 'Search and commands'],
      [['/'], 'Search'],
      [['n'], 'New job'],
      [['?'], 'Show these keys'],
      [['Esc'], 'Close, or go up'],
    ],
  },
  {
    title: 'In a list',
    keys: [
      [['j', 'k'], 'Next, previous'],
      [['Enter'], 'Open'],
    ],
  },
  {
    title: 'In a file',
    keys: [
      [['←', '→'], 'Previous, next file'],
      [['j', 'k'], 'Next, previous finding'],
      [['+', '−', '0'], 'Zoom in, out, fit the width'],
      [['Space'], 'Play, pause'],
    ],
  },
];

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      <div className={classes.groups}>
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.keys}>
              {keys.map(([combination, meaning]) => (
                <Fragment key={meaning}>
                  <dt>
                    {combination.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
