namespace DataCuration.LanguageModels;

/// <summary>The decisions of ProX's document stage.</summary>
public enum ProXDocumentDecision
{
    /// <summary>The answer is not a decision. The document is kept, and the case should be counted.</summary>
    Unknown,

    /// <summary><c>keep_doc()</c>.</summary>
    Keep,

    /// <summary><c>drop_doc()</c>.</summary>
    Drop,
}
