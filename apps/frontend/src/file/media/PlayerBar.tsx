import { formatTimestamp } from '@filemill/ui';
import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePlayer, usePlayerState } from './player.ts';
import classes from './media.module.css';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Play, position and speed. */
export function PlayerBar({ children }: { children?: ReactNode }) {
  const player = usePlayer();
  const playing = usePlayerState((state) => state.playing);
  const second = usePlayerState((state) => Math.floor(state.time));
  const duration = usePlayerState((state) => state.duration);
  const rate = usePlayerState((state) => state.rate);
  const failed = usePlayerState((state) => state.failed);
  const label = playing ? 'Pause' : 'Play';
  return (
    <div className={classes.bar}>
      <Tooltip label={`${label} (Space)`}>
        <ActionIcon
          variant="filled"
          color="accent"
          size={38}
          radius="xl"
          aria-label={label}
          disabled={failed}
          onClick={player.toggle}
        >
          {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
        </ActionIcon>
      </Tooltip>
      <span className={classes.time}>
        {formatTimestamp(second)} <span className={classes.duration}>/ {formatTimestamp(duration)}</span>
      </span>
      <Menu position="top">
        <Menu.Target>
          <UnstyledButton className={classes.rate} aria-label={`Speed, now ${rate}×`}>
            {rate}×
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {RATES.map((choice) => (
            <Menu.Item key={choice} onClick={() => player.setRate(choice)}>
              {choice}×
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {children}
    </div>
  );
}
