namespace DataCuration.LanguageModels;

/// <summary>The kinds of literals.</summary>
internal enum LiteralKind
{
    /// <summary>No literal.</summary>
    Missing,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary><c>True</c>.</summary>
    True,

    /// <summary><c>False</c>.</summary>
    False,

    /// <summary><c>None</c>.</summary>
    None,
}
