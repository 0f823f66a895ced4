namespace DataCuration.Models;

/// <summary>A file of a model is damaged, does not fit the model, or needs something that this library does not support.</summary>
public sealed class ModelFileException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public ModelFileException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error, with the file, the field or tensor, and the offending value.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The error, with the file, the field or tensor, and the offending value.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception about a file.</summary>
    internal static ModelFileException In(string path, string problem) => new($"'{path}': {problem}");

    /// <summary>Returns a value from a file for a message: printable, and not too long.</summary>
    internal static string Show(string value)
    {
        const int MaxLength = 80;
        string start = value.Length > MaxLength ? value[..MaxLength] : value;
        string shown = string.Concat(start.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return value.Length > MaxLength ? shown + "…" : shown;
    }
}
