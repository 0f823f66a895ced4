namespace DataCuration.LanguageModels;

/// <summary>The language of a DataMan prompt, and of the limits that its texts are cut to.</summary>
public enum DataManLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese.</summary>
    Chinese,
}
