namespace DataCuration.Mixing;

/// <summary>
/// Starts of a fit by Latin hypercube sampling (McKay, Beckman and Conover 1979): each parameter's range is cut into equal parts, one for
/// each start, and each part holds one start. Keyed by seed and parameter name.
/// </summary>
internal static class LawStarts
{
    /// <summary>Returns the starts in the variables of <see cref="LawObjective"/>.</summary>
    public static double[][] Draw(ParametricLaw law, int count, ulong seed)
    {
        double[][] starts = [.. Enumerable.Range(0, count).Select(_ => new double[law.Parameters.Count])];
        var order = new int[count];
        for (int p = 0; p < law.Parameters.Count; p++)
        {
            LawParameter parameter = law.Parameters[p];
            SeededRandom random = SeededRandom.Create(seed, "law-starts", parameter.Name);
            for (int i = 0; i < count; i++) order[i] = i;
            for (int i = count - 1; i > 0; i--)
            {
                int other = (int)random.NextInt64(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }
            for (int i = 0; i < count; i++)
            {
                double share = (order[i] + random.NextDouble()) / count;
                double scale = (parameter.High - parameter.Low) / 2;
                starts[i][p] = parameter.IsPositive ? double.Lerp(Math.Log(parameter.Low), Math.Log(parameter.High), share)
                    : double.Lerp(parameter.Low, parameter.High, share) / scale;
            }
        }
        return starts;
    }
}
