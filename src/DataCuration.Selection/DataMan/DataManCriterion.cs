namespace DataCuration.Selection;

/// <summary>
/// The quality criteria of DataMan (arXiv 2502.19363, ICLR 2025), in the order of the model's output: thirteen specific criteria and the overall score. The
/// overall score is the model's own judgement; it is not computed from the others. Each score is an integer from 1 to 5; higher is better. Names and
/// meanings: <see cref="DataManCriteria"/>.
/// </summary>
public enum DataManCriterion
{
    /// <summary>Higher for fewer errors of grammar, reference and spelling, and more accurate expression.</summary>
    Accuracy,

    /// <summary>Higher for more fluent content and stronger logical coherence.</summary>
    Coherence,

    /// <summary>Higher for more consistent use of one language and less mixing of languages.</summary>
    LanguageConsistency,

    /// <summary>Higher for more valid information and less that is irrelevant or redundant.</summary>
    SemanticDensity,

    /// <summary>Higher for more novel and cutting-edge knowledge and insightful views.</summary>
    KnowledgeNovelty,

    /// <summary>Higher for content that keeps to its topic.</summary>
    TopicFocus,

    /// <summary>Higher for more creative expression.</summary>
    Creativity,

    /// <summary>Higher for more professional terms, used accurately.</summary>
    Professionalism,

    /// <summary>Higher for a uniform style with proper transitions.</summary>
    StyleConsistency,

    /// <summary>Higher for more varied and correct grammatical structures.</summary>
    GrammaticalDiversity,

    /// <summary>Higher for a clearer structure and a standard format.</summary>
    StructuralStandardization,

    /// <summary>Higher for fewer repetitions and nearly identical passages.</summary>
    Originality,

    /// <summary>Higher for appropriate handling of sensitive content, and less inappropriate text.</summary>
    Sensitivity,

    /// <summary>Higher for better overall quality, by a comprehensive judgement.</summary>
    OverallScore,
}
