namespace DataCuration.Extraction;

/// <summary>The paths beside general text for which RedStone (arXiv 2412.03398) has its own processing. A page can belong to several.</summary>
[Flags]
public enum ContentPaths
{
    /// <summary>General text only.</summary>
    None = 0,

    /// <summary>Text with program code.</summary>
    Code = 1,

    /// <summary>Text with formulas.</summary>
    Math = 2,

    /// <summary>Multiple-choice questions.</summary>
    Question = 4,
}
