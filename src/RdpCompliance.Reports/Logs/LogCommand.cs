namespace RdpCompliance.Reports.Logs;

/// <summary>The escapes of commands in the logs of build services. Each is undone by the service, so the text arrives as it was.</summary>
public static class LogCommand
{
    /// <summary>The text after "::error …::". Source: actions/runner, ActionCommand.cs.</summary>
    public static string GitHubData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>A value of "file=", "title=" …</summary>
    public static string GitHubProperty(string text) => GitHubData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    /// <summary>
    /// The text after "##vso[…]", and a value within it: the agent undoes all of them in both.
    /// Source: azure-pipelines-agent, Command.cs. "%" has a code of its own ("%AZP25"),
    /// because old agents did not undo it.
    /// </summary>
    public static string AzurePipelines(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal)
        .Replace("]", "%5D", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal);
}
