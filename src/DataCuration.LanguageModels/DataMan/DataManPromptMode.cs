namespace DataCuration.LanguageModels;

/// <summary>The modes of a DataMan prompt. The wire names are those of the paper's code (data_tools/dataman_annotate.py).</summary>
public enum DataManPromptMode
{
    /// <summary><c>all_rating</c>: the domain and all fourteen scores, in fifteen lines.</summary>
    AllRating,

    /// <summary><c>score_only</c>: the overall score.</summary>
    ScoreOnly,

    /// <summary><c>domain_only</c>: the domain.</summary>
    DomainOnly,

    /// <summary><c>detprompt_score_only</c>: the overall score, from a prompt that names the thirteen criteria.</summary>
    DetailedScoreOnly,

    /// <summary><c>detprompt_domain_only</c>: the domain, from a prompt that lists the domains.</summary>
    DetailedDomainOnly,
}
