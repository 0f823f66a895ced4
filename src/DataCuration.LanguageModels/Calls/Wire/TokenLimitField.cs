namespace DataCuration.LanguageModels;

/// <summary>The request field that carries <c>CallParameters.MaxOutputTokens</c>. A limit that the server does not know has no effect.</summary>
public enum TokenLimitField
{
    /// <summary>
    /// <c>max_tokens</c>. If the server refuses it and names <c>max_completion_tokens</c>, as OpenAI's newer models do, the request is sent again with that
    /// field, and so are all later ones.
    /// </summary>
    Automatic,

    /// <summary><c>max_tokens</c>, which almost every server knows.</summary>
    MaxTokens,

    /// <summary><c>max_completion_tokens</c>, OpenAI's newer name.</summary>
    MaxCompletionTokens,

    /// <summary>Both fields, for gateways in front of different servers.</summary>
    Both,
}
