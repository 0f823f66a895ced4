namespace DataCuration.LanguageModels;

/// <summary>The language of a DataMan prompt. It also determines the default length limits of texts.</summary>
public enum DataManLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese.</summary>
    Chinese,
}
