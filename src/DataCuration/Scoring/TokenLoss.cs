namespace DataCuration;

/// <summary>The loss of one token of a text.</summary>
/// <param name="Token">The token's id in the scorer's vocabulary.</param>
/// <param name="Nats">−ln p of the token after the tokens before it, in nats.</param>
public readonly record struct TokenLoss(int Token, double Nats);
