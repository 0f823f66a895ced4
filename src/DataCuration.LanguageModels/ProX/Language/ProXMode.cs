namespace DataCuration.LanguageModels;

/// <summary>The ways to read and execute ProX programs.</summary>
public enum ProXMode
{
    /// <summary>
    /// A real parser, one line range for each chunk, and the limits of <see cref="ProXLimits"/>. A program that is not understood changes nothing. The default.
    /// </summary>
    Strict,

    /// <summary>
    /// The reference executor (GAIR-NLP/ProX at b3fcbb2) to the bit, for reproducing published data. It reads strings without regard to quotes, and one
    /// program can edit or empty the whole document. Do not use it for programs that a web page can influence.
    /// </summary>
    Compat,
}
