namespace DataCuration.Extraction;

/// <summary>The paths beside general text on which RedStone (arXiv 2412.03398) treats pages of their own kind. A page may belong to several.</summary>
[Flags]
public enum ContentPaths
{
    /// <summary>General text only.</summary>
    None = 0,

    /// <summary>Text with program code.</summary>
    Code = 1,

    /// <summary>Text with formulas.</summary>
    Math = 2,

    /// <summary>Questions with answers to choose from.</summary>
    Question = 4,
}
