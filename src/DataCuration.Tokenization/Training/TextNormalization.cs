namespace DataCuration.Tokenization;

/// <summary>The normal form that a new tokenizer brings texts into.</summary>
public enum TextNormalization
{
    /// <summary>Texts stay as they are, as for Llama 3 and GPT-4o. With <see cref="BpeSplitting.Compose"/>, it is the same as <see cref="Nfc"/>.</summary>
    None,

    /// <summary>NFC: characters are composed, as for Qwen.</summary>
    Nfc,

    /// <summary>NFKC: characters are composed, and compatible forms such as ligatures and full-width letters replaced. Not reversible.</summary>
    Nfkc,

    /// <summary>NFKC, then lower case, for uncased models. Not reversible.</summary>
    NfkcLowercase,
}
