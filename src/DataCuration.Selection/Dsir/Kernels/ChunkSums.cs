namespace DataCuration.Selection;

/// <summary>
/// Combines the sums of consecutive chunks into a log-sum-exp for each target. The last finished chunk waits for its successor, since a tail shorter than
/// half a chunk is merged into it.
/// </summary>
internal sealed class ChunkSums(WeightSums sums, int chunkTokens)
{
    private readonly CompensatedSum[] _waiting = new CompensatedSum[sums.Targets];
    private readonly double[] _maximum = new double[sums.Targets];
    private readonly double[] _scaled = new double[sums.Targets];
    private int _waitingTokens;
    private int _tokens;

    /// <summary>The number of tokens that the current chunk can still take.</summary>
    public int Room => chunkTokens - _tokens;

    /// <summary>Returns true if this instance is for these sums and this chunk length.</summary>
    public bool Fits(WeightSums other, int otherChunkTokens) => ReferenceEquals(sums, other) && chunkTokens == otherChunkTokens;

    /// <summary>Starts a new document.</summary>
    public void Clear()
    {
        _waitingTokens = 0;
        _tokens = 0;
        Array.Fill(_maximum, double.NegativeInfinity);
        Array.Clear(_scaled);
    }

    /// <summary>Adds a number of tokens, at most <see cref="Room"/>, to the current chunk.</summary>
    public void Advance(int tokens)
    {
        _tokens += tokens;
        if (_tokens == chunkTokens)
        {
            Close();
        }
    }

    /// <summary>Ends the document.</summary>
    public void Finish(Span<double> weights)
    {
        if (_tokens > 0)
        {
            // Written so that it cannot overflow: tokens < chunkTokens - tokens.
            if (_waitingTokens > 0 && _tokens < chunkTokens - _tokens)
            {
                for (int target = 0; target < _waiting.Length; target++)
                {
                    _waiting[target].Add(sums.Total(target));
                }

                _waitingTokens += _tokens;
            }
            else
            {
                Close();
            }
        }

        Deliver();
        for (int target = 0; target < weights.Length; target++)
        {
            weights[target] = double.IsNegativeInfinity(_maximum[target]) && _scaled[target] == 0
                ? (_waitingTokens == 0 ? 0 : double.NegativeInfinity)
                : _maximum[target] + DeterministicMath.Log(_scaled[target]);
        }
    }

    private void Close()
    {
        Deliver();
        for (int target = 0; target < _waiting.Length; target++)
        {
            _waiting[target] = sums.Total(target);
        }

        _waitingTokens = _tokens;
        _tokens = 0;
        sums.Clear();
    }

    // Adds the waiting chunk to the running log-sum-exp: maximum + log(scaled).
    private void Deliver()
    {
        if (_waitingTokens == 0)
        {
            return;
        }

        for (int target = 0; target < _waiting.Length; target++)
        {
            double value = _waiting[target].Value;
            value = _waitingTokens == chunkTokens ? value : value * chunkTokens / _waitingTokens;
            double maximum = _maximum[target];
            if (value <= maximum)
            {
                _scaled[target] += double.IsNegativeInfinity(value) ? 0 : DeterministicMath.Exp(value - maximum);
            }
            else
            {
                _scaled[target] = (_scaled[target] * DeterministicMath.Exp(maximum - value)) + 1;
                _maximum[target] = value;
            }
        }
    }
}
