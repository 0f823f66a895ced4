namespace DataCuration.Selection;

/// <summary>
/// Names, meanings and annotations of DataMan's criteria. Wire names, Chinese names, fields and the teacher's names are those of the paper's code
/// (github.com/pengr/DataMan, data_tools). The wording of the meanings is ours.
/// </summary>
public static class DataManCriteria
{
    /// <summary>The number of criteria: 14.</summary>
    public const int Count = 14;

    /// <summary>The lowest score: 1.</summary>
    public const int MinScore = 1;

    /// <summary>The highest score: 5.</summary>
    public const int MaxScore = 5;

    private static readonly Entry[] Entries =
    [
        new("accuracy", "Accuracy", "Textual Accuracy",
            "fewer errors of grammar, reference and spelling, and more accurate expression", "准确性", "语法、指代和拼写错误更少，表达更准确"),
        new("coherence", "Coherence", "Semantic Coherence", "more fluent content and stronger logical coherence", "连贯性", "内容更流畅，逻辑连贯性更强"),
        new("language_consistency", "Language Consistency", "Language Consistency",
            "more consistent use of one language and less mixing of languages", "语种一致性", "语种使用更一致，混杂更少"),
        new("semantic_density", "Semantic Density", "Ratio of Valid Semantic Content",
            "more valid information and less that is irrelevant or redundant", "信息含量", "有效信息更多，无关或冗余的内容更少"),
        new("knowledge_novelty", "Knowledge Novelty", "Knowledge Novelty",
            "more novel and cutting-edge knowledge and insightful views", "知识新颖性", "知识更新颖、更前沿，见解更深刻"),
        new("topic_focus", "Topic Focus", "Topic Focus", "content that stays on its theme", "专注度", "内容更紧扣主题"),
        new("creativity", "Creativity", "Creative Expression Ratio", "more creative expression", "创意", "更多富有创意的表达"),
        new("professionalism", "Professionalism", "Professionalism", "more professional terms, used accurately", "专业性", "专业术语更多，使用更准确"),
        new("style_consistency", "Style Consistency", "Style Consistency", "a uniform style with proper transitions", "风格一致性", "风格统一，过渡恰当"),
        new("grammatical_diversity", "Grammatical Diversity", "Richness of Grammatical Structures",
            "more varied and correct grammatical structures", "语法多样性", "语法结构更丰富且正确"),
        new("structural_standardization", "Structural Standardization", "Structural Standardization",
            "a clearer structure and a standard format", "结构规范性", "结构更清晰，格式更规范"),
        new("originality", "Originality", "Non-repetitiveness of Content", "fewer repetitions and nearly identical passages", "内容原创性", "重复和近似的段落更少"),
        new("sensitivity", "Sensitivity", "Appropriateness of Sensitive Content",
            "sensitive matter that is handled properly, and less inappropriate text", "敏感度", "敏感内容处理更得当，不当文字更少"),
        new("overall_score", "Overall Score", "Overall Score", "a better text on the whole, by a comprehensive judgement", "总评", "综合判断，文本整体更好"),
    ];

    private static readonly AnnotationKey<int>[] Keys = [.. Entries.Select(entry => new AnnotationKey<int>("dataman_" + entry.Field))];

    /// <summary>All criteria, in the order of the model's output.</summary>
    public static IReadOnlyList<DataManCriterion> All { get; } = [.. Enum.GetValues<DataManCriterion>()];

    /// <summary>Returns the field's name in files: <c>accuracy</c> to <c>overall_score</c>.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string Field(this DataManCriterion criterion) => Of(criterion).Field;

    /// <summary>Returns the name in prompts: <c>Accuracy</c> to <c>Overall Score</c>.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string WireName(this DataManCriterion criterion) => Of(criterion).WireName;

    /// <summary>Returns the longer name in the teacher's prompt, such as <c>Ratio of Valid Semantic Content</c>.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string TeacherName(this DataManCriterion criterion) => Of(criterion).TeacherName;

    /// <summary>Returns the meaning of a higher score.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string Meaning(this DataManCriterion criterion) => Of(criterion).Meaning;

    /// <summary>Returns the Chinese name.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string ChineseName(this DataManCriterion criterion) => Of(criterion).ChineseName;

    /// <summary>Returns the meaning of a higher score, in Chinese.</summary>
    /// <param name="criterion">The criterion.</param>
    public static string ChineseMeaning(this DataManCriterion criterion) => Of(criterion).ChineseMeaning;

    /// <summary>Returns the annotation that holds the score: <c>dataman_accuracy</c> to <c>dataman_overall_score</c>, 1 to 5.</summary>
    /// <param name="criterion">The criterion.</param>
    public static AnnotationKey<int> Annotation(this DataManCriterion criterion) => Keys[Index(criterion)];

    private static Entry Of(DataManCriterion criterion) => Entries[Index(criterion)];

    private static int Index(DataManCriterion criterion) =>
        (int)criterion is >= 0 and < Count ? (int)criterion
            : throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "The criterion is not defined.");

    private sealed record Entry(string Field, string WireName, string TeacherName, string Meaning, string ChineseName, string ChineseMeaning);
}
