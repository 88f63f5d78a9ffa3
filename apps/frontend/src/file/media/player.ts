import { createContext, use, useSyncExternalStore } from 'react';

export interface PlayerState {
  /** Seconds. */
  time: number;
  duration: number;
  playing: boolean;
  rate: number;
  /** The browser cannot play the recording. */
  failed: boolean;
}

/** One recording being played: a media element, and its state for whoever follows it. */
export interface Player {
  attach(element: HTMLMediaElement): () => void;
  seek(seconds: number): void;
  toggle(): void;
  setRate(rate: number): void;
  getState(): PlayerState;
  subscribe(listener: () => void): () => void;
}

const EVENTS = ['timeupdate', 'seeking', 'play', 'pause', 'ended', 'durationchange', 'ratechange'] as const;

/** `duration` as it was measured: a browser may know none, or a wrong one. */
export function createPlayer(duration: number): Player {
  let element: HTMLMediaElement | undefined;
  let state: PlayerState = { time: 0, duration, playing: false, rate: 1, failed: false };
  let frame = 0;
  const listeners = new Set<() => void>();
  const set = (changes: Partial<PlayerState>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  const read = () => {
    if (!element) return;
    set({ time: element.currentTime, playing: !element.paused, rate: element.playbackRate });
    cancelAnimationFrame(frame);
    // `timeupdate` comes four times a second; words are shorter than that.
    if (!element.paused) frame = requestAnimationFrame(read);
  };
  const fail = () => set({ failed: true, playing: false });

  return {
    attach(media) {
      element = media;
      media.currentTime = state.time;
      for (const event of EVENTS) media.addEventListener(event, read);
      media.addEventListener('error', fail);
      return () => {
        cancelAnimationFrame(frame);
        for (const event of EVENTS) media.removeEventListener(event, read);
        media.removeEventListener('error', fail);
        element = undefined;
      };
    },
    seek(seconds) {
      const time = Math.min(Math.max(0, seconds), state.duration || Infinity);
      if (element && !state.failed) element.currentTime = time;
      set({ time });
    },
    toggle() {
      if (!element || state.failed) return;
      if (element.paused) element.play().catch(fail);
      else element.pause();
    },
    setRate(rate) {
      if (element) element.playbackRate = rate;
      set({ rate });
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const PlayerContext = createContext<Player>(createPlayer(0));

export const usePlayer = (): Player => use(PlayerContext);

/** A part of the player's state; the component renders again only when that part changes. */
export function usePlayerState<Part extends string | number | boolean | undefined>(
  select: (state: PlayerState) => Part,
): Part {
  const player = usePlayer();
  return useSyncExternalStore(player.subscribe, () => select(player.getState()));
}
