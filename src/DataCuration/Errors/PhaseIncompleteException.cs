namespace DataCuration;

/// <summary>Thrown if a rank needs a phase that the other ranks have not finished, with <see cref="PhaseWait.Exit"/> or after the timeout.</summary>
public sealed class PhaseIncompleteException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public PhaseIncompleteException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    public PhaseIncompleteException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public PhaseIncompleteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exit code that a program should end with, so that its scheduler starts it again: 75, <c>EX_TEMPFAIL</c> of sysexits.h.</summary>
    public const int ExitCode = 75;
}
