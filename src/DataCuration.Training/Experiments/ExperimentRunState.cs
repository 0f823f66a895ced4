namespace DataCuration.Training;

/// <summary>The state of a run of a <see cref="SelectionExperiment"/>.</summary>
public enum ExperimentRunState
{
    /// <summary>The model is trained or evaluated.</summary>
    Training,

    /// <summary>The model was trained and evaluated now.</summary>
    Finished,

    /// <summary>The run was finished before, and was read from its files.</summary>
    Found,
}
