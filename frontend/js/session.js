/**
 * Who is signed in: OpenID Connect's code flow with PKCE, against Cognito.
 * Tokens are kept for this tab only (sessionStorage), so closing it forgets them; nothing is in local storage.
 */

import { ErrorResponse, OidcClient, WebStorageStateStore } from "../vendor/oidc-client-ts.js";

const KEPT = "easycrm.session";
const STATE = "easycrm.state.";
const CHANNEL = "easycrm.session";
/** A token that ends this soon is refreshed first, so that it does not end on its way. */
const EARLY_SECONDS = 60;
/** An API that refuses a token this young will refuse the next one, too. */
const YOUNG_MS = 20_000;
const ANSWER_SECONDS = 15;
const REVOKE_MS = 3_000;
const OPERATORS = "operators";
/** What OAuth's token endpoint says of a token that is no good any longer (RFC 6749, 5.2). */
const REFUSED = /^(invalid_|unauthorized_client|unsupported_grant_type)/;

/** Cognito refused; trying again at once will not help. The message is for the user. */
export class SignInError extends Error {}

/**
 * The session of this tab. Goes to the sign-in page when there is none, and comes back to the same address.
 *
 * @param {{signIn: object}} config what `loadConfig` gives
 * @returns {Promise<Session | null>} null when the browser is on its way to the sign-in page
 * @throws {SignInError} when Cognito refuses; other errors mean that it could not be reached
 */
export async function startSession(config) {
  const client = clientFor(config.signIn);
  const kept = (await returned(client)) ?? load();
  if (!kept) {
    await goToSignIn(client);
    return null;
  }
  const session = new Session(config.signIn, client, kept);
  await session.token().catch((error) => {
    if (error instanceof SignInError) throw error; // else: the page says that it is cut off
  });
  return session;
}

class Session {
  #settings;
  #client;
  #kept;
  #refreshing = null;
  #expiring = null;
  #channel = new BroadcastChannel(CHANNEL);

  constructor(settings, client, kept) {
    this.#settings = settings;
    this.#client = client;
    this.#kept = kept;
    this.#channel.onmessage = () => this.#leave();
    // A page that Back brings up from memory would show what was there before the sign-out.
    addEventListener("pageshow", (event) => event.persisted && !load() && location.reload());
  }

  get email() {
    return this.#kept.profile.email;
  }

  get isOperator() {
    return groupsOf(this.#kept.profile["cognito:groups"]).includes(OPERATORS);
  }

  /** An ID token that is good for another minute at least. Never resolves once the browser is on its way to sign in. */
  async token() {
    if (this.#kept.expiresAt - Date.now() / 1000 < EARLY_SECONDS) {
      this.#refreshing ??= this.#refresh().finally(() => {
        this.#refreshing = null;
      });
      await this.#refreshing;
    }
    return this.#kept.idToken;
  }

  /** What a 401 of the API calls for: signs in again and comes back here. Never resolves, however often it is called. */
  expire() {
    this.#expiring ??= this.#expire();
    return this.#expiring;
  }

  async #expire() {
    if (Date.now() - this.#kept.signedInAt < YOUNG_MS) {
      throw new SignInError("The API does not accept your sign-in. Please sign out and in again.");
    }
    return this.#signInAgain();
  }

  /** Ends the session here, in the other tabs and at Cognito. Never resolves. */
  async signOut() {
    this.#channel.postMessage("signed out");
    await this.#leave();
    return new Promise(() => {});
  }

  async #refresh() {
    try {
      // Without the old ID token: the library would also compare auth_time, which the emulator makes anew.
      const state = { refresh_token: this.#kept.refreshToken };
      const answer = await this.#client.useRefreshToken({ state, timeoutInSeconds: ANSWER_SECONDS });
      if (answer.profile.sub !== this.#kept.profile.sub) throw new SignInError("The sign-in belongs to somebody else.");
      this.#kept = {
        ...this.#kept,
        idToken: answer.id_token,
        refreshToken: answer.refresh_token ?? this.#kept.refreshToken,
        expiresAt: answer.expires_at,
      };
      save(this.#kept);
    } catch (error) {
      // else it was not reached, or is busy: the caller may try again
      if (!(error instanceof ErrorResponse && REFUSED.test(error.error))) throw error;
      await this.#signInAgain();
    }
  }

  async #signInAgain() {
    forget();
    await goToSignIn(this.#client);
    return new Promise(() => {});
  }

  async #leave() {
    forget();
    await revoke(this.#settings, this.#kept.refreshToken);
    const query = new URLSearchParams({ client_id: this.#settings.clientId, logout_uri: this.#settings.logoutUri });
    location.assign(`${this.#settings.logoutUrl}?${query}`);
  }
}

/** The names in a groups claim: a list on AWS, text such as "[operators team]" where API Gateway or an emulator wrote it. */
export function groupsOf(claim) {
  if (Array.isArray(claim)) return claim;
  return String(claim ?? "")
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/)
    .filter(Boolean);
}

function clientFor(settings) {
  return new OidcClient({
    authority: settings.issuer,
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    scope: "openid email",
    metadata: {
      issuer: settings.issuer,
      authorization_endpoint: settings.authorizeUrl,
      token_endpoint: settings.tokenUrl,
    },
    stateStore: new WebStorageStateStore({ prefix: STATE, store: sessionStorage }),
    requestTimeoutInSeconds: ANSWER_SECONDS,
  });
}

/** Leaves for the sign-in page; the way back is kept beside PKCE's verifier. */
async function goToSignIn(client) {
  const returnTo = location.pathname + location.search + location.hash;
  const { url } = await client.createSigninRequest({ state: { returnTo } });
  location.assign(url);
}

/** The session that the sign-in page sent us back with; null when the address is not such a return. */
async function returned(client) {
  const query = new URLSearchParams(location.search);
  const state = query.get("state");
  if (!state || !(query.has("code") || query.has("error"))) return null;
  const href = location.href;
  const known = sessionStorage.getItem(STATE + state) !== null;
  history.replaceState(history.state, "", location.pathname);
  if (!known) return null; // an address of the past, from a bookmark or the history
  const answer = await client.processSigninResponse(href).catch((error) => {
    throw error instanceof ErrorResponse ? new SignInError(`You could not be signed in: ${error.message}`) : error;
  });
  history.replaceState(history.state, "", answer.userState.returnTo);
  const kept = {
    idToken: answer.id_token,
    refreshToken: answer.refresh_token,
    expiresAt: answer.expires_at,
    profile: answer.profile,
    signedInAt: Date.now(),
  };
  save(kept);
  return kept;
}

/** Makes the refresh token useless; that Cognito can't be reached must not keep anybody signed in here. */
async function revoke(settings, token) {
  const target = "AWSCognitoIdentityProviderService.RevokeToken";
  const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target };
  const body = JSON.stringify({ ClientId: settings.clientId, Token: token });
  const request = { method: "POST", headers, body, keepalive: true, signal: AbortSignal.timeout(REVOKE_MS) };
  await fetch(settings.revokeUrl, request).catch(() => {});
}

function load() {
  return JSON.parse(sessionStorage.getItem(KEPT));
}

function save(kept) {
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function forget() {
  sessionStorage.clear();
}
