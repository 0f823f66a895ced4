namespace DataCuration;

/// <summary>What a rank does when it has done its share of a phase and other ranks have not.</summary>
public enum PhaseWait
{
    /// <summary>Look again every so often until the phase is complete.</summary>
    Wait,

    /// <summary>Throw <see cref="PhaseIncompleteException"/>, whose exit code tells a scheduler to start the rank again later.</summary>
    Exit,
}
