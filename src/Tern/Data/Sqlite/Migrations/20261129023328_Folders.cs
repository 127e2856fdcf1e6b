using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Folders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "mailbox_folders",
                columns: table => new
                {
                    mailbox_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    folder = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: true),
                    role = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_folders", x => new { x.mailbox_id, x.folder });
                    table.ForeignKey(
                        name: "fk_mailbox_folders_mailboxes_mailbox_id",
                        column: x => x.mailbox_id,
                        principalTable: "mailboxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // The one folder that was read goes on being read; 1 is a folder with incoming mail, 3 is Sent Items (Tern.MailEngine.Settings.FolderRole).
            migrationBuilder.Sql("INSERT INTO mailbox_folders (mailbox_id, folder, role) SELECT id, folder, 1 FROM mailboxes");
            migrationBuilder.Sql("INSERT INTO mailbox_folders (mailbox_id, folder, role) SELECT id, 'sentitems', 3 FROM mailboxes WHERE folder <> 'sentitems'");

            migrationBuilder.AlterColumn<string>(
                name: "cursor",
                table: "sync_cursors",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT");

            migrationBuilder.AddColumn<long>(
                name: "census_at",
                table: "sync_cursors",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "whole_census_at",
                table: "sync_cursors",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "whole_census_before",
                table: "sync_cursors",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_written_in_mailbox",
                table: "messages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "after_import",
                table: "mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "after_import_target",
                table: "mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "after_import_target_name",
                table: "mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "file_at",
                table: "intake",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "file_attempts",
                table: "intake",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "folder",
                table: "intake",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "left_at",
                table: "intake",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_intake_mailbox_id_file_at",
                table: "intake",
                columns: new[] { "mailbox_id", "file_at" });

            migrationBuilder.DropColumn(
                name: "folder",
                table: "mailboxes");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailbox_folders");

            migrationBuilder.DropIndex(
                name: "ix_intake_mailbox_id_file_at",
                table: "intake");

            migrationBuilder.DropColumn(
                name: "census_at",
                table: "sync_cursors");

            migrationBuilder.DropColumn(
                name: "whole_census_at",
                table: "sync_cursors");

            migrationBuilder.DropColumn(
                name: "whole_census_before",
                table: "sync_cursors");

            migrationBuilder.DropColumn(
                name: "is_written_in_mailbox",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "after_import",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "after_import_target",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "after_import_target_name",
                table: "mailboxes");

            migrationBuilder.DropColumn(
                name: "file_at",
                table: "intake");

            migrationBuilder.DropColumn(
                name: "file_attempts",
                table: "intake");

            migrationBuilder.DropColumn(
                name: "folder",
                table: "intake");

            migrationBuilder.DropColumn(
                name: "left_at",
                table: "intake");

            migrationBuilder.AlterColumn<string>(
                name: "cursor",
                table: "sync_cursors",
                type: "TEXT",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "folder",
                table: "mailboxes",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }
    }
}
