namespace DataCuration;

/// <summary>A rank needs a phase that the other ranks have not finished (<see cref="PhaseWait.Exit"/>, or the wait timed out).</summary>
public sealed class PhaseIncompleteException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public PhaseIncompleteException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public PhaseIncompleteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public PhaseIncompleteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exit code that a program should end with, so that its scheduler starts it again: 75, <c>EX_TEMPFAIL</c> of sysexits.h.</summary>
    public const int ExitCode = 75;
}
