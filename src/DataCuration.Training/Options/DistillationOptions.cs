namespace DataCuration.Training;

/// <summary>
/// Options of distillation from the initial model (<see cref="TrainingOptions.InitialModel"/>). The loss of a target is
/// <c>(1 - Weight) * cross-entropy + Weight * Temperature^2 * KL(teacher || model)</c>, with both distributions at the temperature.
/// </summary>
/// <remarks>
/// The factor of the squared temperature keeps gradients of one size (Hinton et al. 2015). A training needs memory for the initial model; with
/// <see cref="TrainingOptions.Lora"/> it needs no more, since the frozen weights are the initial model.
/// </remarks>
public sealed record DistillationOptions
{
    /// <summary>The distribution to keep to.</summary>
    /// <value>Default <see cref="DistillationKind.SelfDistillation"/>.</value>
    public DistillationKind Kind { get; init; }

    /// <summary>The weight of the divergence, above 0 and at most 1. With 1, there is no cross-entropy: with a logit swap, the text is still learnt.</summary>
    /// <value>Default 0.5: our choice.</value>
    public double Weight
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Weight), value, "Must be above 0 and at most 1.");
    } = 0.5;

    /// <summary>The number that logits of both models are divided by.</summary>
    /// <value>Default 1.</value>
    public double Temperature
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "Must be positive and finite.");
    } = 1;

    /// <summary>
    /// The indices in <see cref="TokenMixture.Parts"/> of the sets with distillation; null for all sets. Others have cross-entropy only. Mix-CPT trains on
    /// raw texts of a domain as usual, and protects general abilities on other texts.
    /// </summary>
    /// <value>Default null.</value>
    /// <exception cref="ArgumentException">The list is empty: no set would have distillation.</exception>
    public IReadOnlyList<int>? Parts
    {
        get;
        init => field = value is not { Count: 0 } ? value
            : throw new ArgumentException("The list of sets is empty. Use null for distillation on all sets, or leave the distillation out.", nameof(value));
    }

    /// <summary>Adds every option to a fingerprint, since all of them change the model.</summary>
    /// <param name="writer">Receives the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Kind), Kind.ToString());
        writer.Add(nameof(Weight), Weight);
        writer.Add(nameof(Temperature), Temperature);
        if (Parts is null) return;
        foreach (int part in Parts.Distinct().Order()) writer.Add("part", part);
    }
}
