namespace DataCuration.Recipes;

/// <summary>The options of <see cref="ParliamentRecipe"/>.</summary>
public sealed record ParliamentOptions
{
    /// <summary>The division into turns.</summary>
    /// <value>Default: a <see cref="SpeakerTurnSplitter"/> with its defaults.</value>
    public SpeakerTurnSplitter Turns { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// The folder for the turns of all debates, relative to <see cref="RunOptions.WorkDirectory"/>. Decisions about turns need them in files. Each
    /// build needs a folder of its own: a second one is refused, or with <see cref="WhenChanged.Remake"/> the result of the first can no longer be read.
    /// </summary>
    /// <value>Not empty; default <c>parliament-turns</c>.</value>
    public string Folder { get; init => field = OptionChecks.NotEmpty(value); } = "parliament-turns";

    /// <summary>The share of debates that go to <see cref="RecipeParts.Dev"/>.</summary>
    /// <value>
    /// 0 to 1; default 0.1, the share of RooseBERT (<c>prepare_training_dataset.py</c>). There the last tenth of the sentences of each source; here whole
    /// debates.
    /// </value>
    public double DevShare { get; init => field = RecipeSteps.CheckShare(value, nameof(DevShare)); } = 0.1;

    /// <summary>The seed of the choice of debates.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The similarity from which on two turns are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default null: RooseBERT removes exact duplicates only (<c>drop_duplicates</c>).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); }
}
