namespace DataCuration.FastText;

/// <summary>How long and how fast a training goes.</summary>
internal sealed record FastTextSchedule(int Epochs, double LearningRate, int Threads, int Seed, byte[] LabelPrefix);
