namespace DataCuration.Filters;

/// <summary>Dolma's taggers for personal data (<c>dolma/taggers/pii.py</c>, version 1.2).</summary>
public enum DolmaPersonalDataRules
{
    /// <summary><c>pii_regex_with_counts_fast_v2</c>: paragraph by paragraph, with the number of finds and their share of the text.</summary>
    RegexWithCountsFastV2,

    /// <summary><c>pii_regex_with_counts_v2</c>: the whole text, with context rules, the share of words and the number of finds.</summary>
    RegexWithCountsV2,

    /// <summary><c>pii_regex_v2</c>: the whole text, with context rules and the share of words.</summary>
    RegexV2,

    /// <summary><c>pii_regex_v1</c>: as version 2, which differs only in texts without words; the reference throws there.</summary>
    RegexV1,
}
