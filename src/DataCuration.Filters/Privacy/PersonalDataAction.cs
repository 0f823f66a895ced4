namespace DataCuration.Filters;

/// <summary>The effect of <see cref="PersonalDataRemover"/> on what it finds.</summary>
public enum PersonalDataAction
{
    /// <summary>Replaces each find by a text of <see cref="PersonalDataReplacements"/>.</summary>
    Replace,

    /// <summary>Keeps the text and annotates the places (<see cref="PersonalDataAnnotations.Spans"/>).</summary>
    Tag,

    /// <summary>Drops the document with the reason <see cref="PersonalDataRemover.Reason"/>.</summary>
    Drop,
}
