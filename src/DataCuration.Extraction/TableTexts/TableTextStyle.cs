namespace DataCuration.Extraction;

/// <summary>The form in which <see cref="TableTextSplitter"/> writes rows.</summary>
public enum TableTextStyle
{
    /// <summary>A line for each row, with the header before each value (<see cref="TableLinearizer"/>).</summary>
    Lines,

    /// <summary>A Markdown table that repeats the header at its start.</summary>
    Markdown,
}
