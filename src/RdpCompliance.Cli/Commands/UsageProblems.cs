namespace RdpCompliance.Cli.Commands;

/// <summary>Says what is wrong with the arguments, all of it before the program gives up.</summary>
internal sealed class UsageProblems(TextWriter error)
{
    public bool Any { get; private set; }

    public void Add(string message)
    {
        Any = true;
        error.WriteLine(message);
    }
}
