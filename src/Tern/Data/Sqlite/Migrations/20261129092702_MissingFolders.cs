using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MissingFolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "missing_since",
                table: "sync_cursors",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "missing_since",
                table: "sync_cursors");
        }
    }
}
