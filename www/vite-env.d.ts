// Types of what the bundler resolves: `?url` and other imports that are not modules.
/// <reference types="vite/client" />
