"""Single sign-on: OpenID Connect, the authorization code with PKCE, for one provider."""
