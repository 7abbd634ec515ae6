using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class GpmcBackupReaderTests
{
    private const string Folder = "backups/{AAAAAAAA-2222-3333-4444-555555555555}";

    private const string Info = """
        <BackupInst xmlns="http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest"><GPOGuid><![CDATA[{11111111-2222-3333-4444-555555555555}]]></GPOGuid><GPODomain><![CDATA[example.org]]></GPODomain><ID><![CDATA[{AAAAAAAA-2222-3333-4444-555555555555}]]></ID><GPODisplayName><![CDATA[Remote access]]></GPODisplayName></BackupInst>
        """;

    private const string Scheme = """
        <GroupPolicyBackupScheme xmlns="http://www.microsoft.com/GroupPolicy/GPOOperations"><GroupPolicyObject><GroupPolicyCoreSettings><ID><![CDATA[{11111111-2222-3333-4444-555555555555}]]></ID><Domain><![CDATA[example.org]]></Domain><DisplayName><![CDATA[Remote access]]></DisplayName><Options><![CDATA[1]]></Options><WMIFilter/></GroupPolicyCoreSettings></GroupPolicyObject></GroupPolicyBackupScheme>
        """;

    private static readonly GpmcBackupReader Reader = new();

    [Fact]
    public void One_claim_takes_the_files_of_a_backup()
    {
        var tree = Tree(
            ("Backup.xml", Scheme),
            ("bkupInfo.xml", Info),
            ("gpreport.xml", GpoReportReaderTests.Gpo),
            ("DomainSysvol/GPO/GPO.cmt", "x"),
            ("DomainSysvol/GPO/Machine/comment.cmtx", "<x/>"));

        var claim = Assert.Single(tree.Sources.Select(source => Claim(source, tree)).OfType<Claim>());

        Assert.Equal("Backup.xml", claim.Primary.FileName);
        Assert.Equal(
            "GPO.cmt bkupInfo.xml comment.cmtx gpreport.xml",
            string.Join(' ', claim.Consumed.Select(source => source.FileName).Order(StringComparer.Ordinal)));
        Assert.Null(
            new GpoReportReader().Claim(
                claim.Consumed.Single(source => source.FileName == "gpreport.xml"),
                new(Encoding.UTF8.GetBytes(GpoReportReaderTests.Gpo)),
                tree));
    }

    [Fact]
    public void The_report_gives_names_links_and_filters_and_the_files_give_the_values()
    {
        var evidence = Read(("bkupInfo.xml", Info), ("gpreport.xml", GpoReportReaderTests.Gpo), ("DomainSysvol/GPO/Machine/Registry.pol", ""));

        Assert.Empty(evidence.Observations);
        Assert.Equal(["gpo", "gpo-link"], evidence.Items.Select(item => item.Space).ToList());
        Assert.Equal(new Origin.GroupPolicy(Folder) { Id = new("11111111-2222-3333-4444-555555555555"), Name = "Remote access" }, evidence.Origin);
        Assert.EndsWith("gpreport.xml", evidence.Items[0].Location.Source.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_files_gives_the_values_too()
    {
        var evidence = Read(("bkupInfo.xml", Info), ("gpreport.xml", GpoReportReaderTests.Gpo));

        Assert.NotEmpty(evidence.Observations);
        Assert.Contains(evidence.Items, item => item.Space == "privilege");
    }

    [Fact]
    public void Where_the_report_contradicts_the_files_that_is_told_in_the_report()
    {
        var pol = new PolicyFile().Add(@"Software\Policies\Y", "N", RegistryData.Dword(1)).AddText(@"Software\Policies\Y", "S", "text").Bytes;
        var tree = new SourceTree(
        [
            Source.FromText($"{Folder}/bkupInfo.xml", Info), Source.FromText($"{Folder}/gpreport.xml", GpoReportReaderTests.Gpo),
            Source.FromBytes($"{Folder}/DomainSysvol/GPO/Machine/registry.pol", pol),
            Source.FromText(
                $"{Folder}/DomainSysvol/GPO/Machine/microsoft/windows nt/SecEdit/GptTmpl.inf",
                "[System Access]\nLockoutBadCount = 5\n[Privilege Rights]\nSeRemoteInteractiveLogonRight = *S-1-5-32-555\nSeDenyRemoteInteractiveLogonRight = *S-1-5-32-546\n[Service General Setting]\nTermService,2,\"\"\n"
            ),
        ]);

        var diagnostics = Read(tree).Diagnostics;

        Assert.Equal(["RDP0125", "RDP0125", "RDP0125"], diagnostics.Select(diagnostic => diagnostic.Id).ToList());
        Assert.Equal(
            ["2", "SeDenyRemoteInteractiveLogonRight", "Disabled"],
            diagnostics.Select(diagnostic => diagnostic.Location.Source.Text.Cut(diagnostic.Location.Span)).ToList());
    }

    [Theory]
    [InlineData("Backup.xml", Scheme, " computer-enabled=true user-enabled=false")]
    [InlineData("bkupInfo.xml", Info, "")]
    public void Without_a_report_the_names_come_from_the_backups_own_files(string name, string text, string more)
    {
        var evidence = Read((name, text));

        Assert.Equal(
            "gpo:{11111111-2222-3333-4444-555555555555} guid={11111111-2222-3333-4444-555555555555} display-name=Remote access domain=example.org" + more,
            evidence.PrintItems());
        Assert.Equal("Remote access", evidence.Items[0].Location.Source.Text.Cut(evidence.Items[0].Location.Span));
    }

    [Fact]
    public void A_manifest_belongs_to_its_first_backup_and_tells_what_is_missing()
    {
        var manifest = Source.FromText(
            "backups/manifest.xml",
            $"<Backups xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest\">{Info.Replace("AAAAAAAA", "BBBBBBBB")}{Info}</Backups>");
        var tree = new SourceTree([manifest, Source.FromText($"{Folder}/bkupInfo.xml", Info)]);

        var evidence = Reader.Read(Claim(manifest, tree) ?? throw new InvalidOperationException(), new(tree, Demand.Everything, default));

        Assert.Equal(new Origin.GroupPolicy(Folder), evidence.Origin);
        Assert.Empty(evidence.Items);
        Assert.Equal("{BBBBBBBB-2222-3333-4444-555555555555}", manifest.Text.Cut(Assert.Single(evidence.Diagnostics).Location.Span));
    }

    [CorpusFact]
    public void Every_backup_of_the_corpus_is_one_GPO_whose_report_agrees_with_its_files()
    {
        var tree = new SourceTree(Corpus.Files("gpo", "*").Select(Corpus.Read));
        var (backups, reports) = (0, 0);
        foreach (var claim in tree.Sources.Select(source => Claim(source, tree)).OfType<Claim>().Where(claim => claim.Primary.FileName != "manifest.xml"))
        {
            var evidence = Reader.Read(claim, new(tree, Demand.Everything, default));

            Assert.Empty(evidence.Diagnostics);
            Assert.Single(evidence.Items, item => item.Space == "gpo");
            Assert.NotNull(Assert.IsType<Origin.GroupPolicy>(evidence.Origin).Id);
            reports += claim.Consumed.Count(source => source.FileName == "gpreport.xml");
            backups++;
        }

        Assert.Equal((Corpus.Files("gpo", "bkupInfo.xml").Count, Corpus.Files("gpo", "gpreport.xml").Count), (backups, reports));
    }

    [Theory]
    [InlineData("Backup.xml", Scheme)]
    [InlineData("bkupInfo.xml", Info)]
    [InlineData("manifest.xml", $"<Backups xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest\">{Info}</Backups>")]
    public void Damaged_backups_do_not_throw(string name, string text) => Robustness.Check(Reader, name, Encoding.UTF8.GetBytes(text));

    private static SourceTree Tree(params (string Name, string Text)[] files) => new(files.Select(file => Source.FromText($"{Folder}/{file.Name}", file.Text)));

    private static Claim? Claim(Source source, SourceTree tree) =>
        Reader.Claim(source, new(source.ReadAllBytes()[..(int)Math.Min(65536, source.Length)]), tree);

    private static SourceEvidence Read(params (string Name, string Text)[] files) => Read(Tree(files));

    private static SourceEvidence Read(SourceTree tree) =>
        Reader.Read(Assert.Single(tree.Sources.Select(source => Claim(source, tree)).OfType<Claim>()), new(tree, Demand.Everything, default));
}
