namespace DataCuration.Filters;

/// <summary>The kind of a token of Python.</summary>
internal enum PythonTokenKind
{
    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, bytes or formatted string.</summary>
    String,

    /// <summary>An operator or bracket.</summary>
    Operator,

    /// <summary>The end of a logical line.</summary>
    Newline,

    /// <summary>A deeper indentation.</summary>
    Indent,

    /// <summary>The return to a lesser one.</summary>
    Dedent,

    /// <summary>The end of the file.</summary>
    End,
}
