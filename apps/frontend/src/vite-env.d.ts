/// <reference types="vite/client" />
import 'react';

declare module 'react' {
  interface InputHTMLAttributes<T> {
    /** Not a standard, but in every browser: picks a folder. */
    webkitdirectory?: T extends HTMLInputElement ? '' : never;
  }
}
