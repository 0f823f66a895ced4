namespace DataCuration.Models;

/// <summary>The types of tokens in GGUF files. The values are llama.cpp's (<c>llama_token_type</c>).</summary>
public enum GgufTokenType
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>The token for what the vocabulary lacks.</summary>
    Unknown = 2,

    /// <summary>A special token, such as the end of a text. It is not part of generated text.</summary>
    Control = 3,

    /// <summary>An added token that is recognised in texts.</summary>
    UserDefined = 4,

    /// <summary>An id that no text has.</summary>
    Unused = 5,

    /// <summary>A single byte, for tokenizers with byte fallback.</summary>
    Byte = 6,
}
