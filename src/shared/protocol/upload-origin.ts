/** Where the window sends files: a port carries none, and the page's own scheme gives only. A browser sends to its server. */
export const UPLOAD_SCHEME = 'upload';
export const UPLOAD_ORIGIN = `${UPLOAD_SCHEME}://quayside`;
