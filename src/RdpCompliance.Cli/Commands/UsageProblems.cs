using RdpCompliance.Cli.Configuration;

namespace RdpCompliance.Cli.Commands;

/// <summary>Says what is wrong with the arguments, all of it before the program gives up.</summary>
internal sealed class UsageProblems(TextWriter error)
{
    public bool Any { get; private set; }

    public void AddAll(IEnumerable<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
        {
            Add(problem.ToString());
        }
    }

    public void Add(string message)
    {
        Any = true;
        error.WriteLine(message);
    }
}
