namespace RdpCompliance.Tests.Fuzzing;

/// <summary>A part of the program that takes input from outside.</summary>
/// <param name="Name">"scan", "pack" …</param>
/// <param name="Samples">Sound inputs, which mutants are made of.</param>
/// <param name="Run">
/// Takes an input of the sample's place; returns what is wrong, such as a fault that was contained, or throws. <see langword="null"/> = as it should be.
/// </param>
/// <param name="MostBytes">How much it may allocate besides 2,000 times the input.</param>
/// <param name="Share">How many of a hundred mutants are its.</param>
internal sealed record FuzzTarget(
    string Name,
    IReadOnlyList<FuzzSample> Samples,
    Func<FuzzSample, byte[], CancellationToken, string?> Run,
    long MostBytes,
    int Share);

/// <summary>An input and what stands beside it.</summary>
internal sealed record FuzzSample(string Name, byte[] Bytes, IReadOnlyList<(string Name, byte[] Bytes)> Beside)
{
    /// <summary>Samples of one kind may be mixed: the extension of the name.</summary>
    public string Kind => Path.GetExtension(Name).ToUpperInvariant();
}
