namespace DataCuration;

/// <summary>The behaviour of a rank that has finished its part of a phase before the other ranks.</summary>
public enum PhaseWait
{
    /// <summary>
    /// Checks repeatedly until the phase is complete, tells within seconds which ranks are missing, and gives up after
    /// <see cref="RunOptions.PhaseTimeout"/>.
    /// </summary>
    Wait,

    /// <summary>Throws <see cref="PhaseIncompleteException"/>. Its exit code tells a scheduler to start the rank again later.</summary>
    Exit,
}
