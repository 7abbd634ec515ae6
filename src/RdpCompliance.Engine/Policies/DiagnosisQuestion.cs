namespace RdpCompliance.Engine.Policies;

/// <summary>What somebody who saw an error wants to know.</summary>
/// <param name="Pair">The numbers of the dialogue.</param>
public sealed record DiagnosisQuestion(ErrorPair Pair)
{
    /// <summary>What the first number means, in short; <see langword="null"/> where no list has it.</summary>
    public string? Meaning { get; init; }

    /// <summary>The same of the second number.</summary>
    public string? ExtendedMeaning { get; init; }

    /// <summary>The name of the machine that was to be reached; <see langword="null"/> = every one of the inputs that may be it.</summary>
    public string? Target { get; init; }

    /// <summary>The name of the machine that connected; <see langword="null"/> = what is a client and nothing else.</summary>
    public string? Client { get; init; }

    public bool IsTarget(string machine) => Target is not null && IsNamed(machine, Target);

    public bool IsClient(string machine) => Client is not null && IsNamed(machine, Client);

    /// <summary>A full name and its first part mean one machine.</summary>
    public static bool IsNamed(string machine, string name) =>
        machine.Equals(name, StringComparison.OrdinalIgnoreCase) || Short(machine).Equals(name, StringComparison.OrdinalIgnoreCase)
        || machine.Equals(Short(name), StringComparison.OrdinalIgnoreCase);

    private static string Short(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? name[..dot] : name;
}
